-- The version of the library. Releases are cut from here; the rockspec in the tree stays at scm.
return "0.1.0"
