-- The version of the library, of its release's rockspec and of its Debian packages. The rockspec of the tree stays scm.
return "0.2.0"
