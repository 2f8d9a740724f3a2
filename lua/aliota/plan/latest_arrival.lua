-- Seconds after which a call whose answer was lost can't arrive any more: the gateway refuses a request whose Timestamp
-- is more than 15 minutes old (Errors, InvalidTimeStamp.Expired), and one minute is for clocks that differ.
return 16 * 60
