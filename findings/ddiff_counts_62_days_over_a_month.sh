#!/bin/sh
# ddiff of dateutils 0.4.10 (Debian 0.4.10-1): from the 31st of January to the 1st of March it counts 1 month and 62
# days, and from the 30th 1 month and 63 days; in days alone it is right, 29 and 30, and from the 28th in months as
# well. So it does from the 31st of October before. One would have guessed 1 day (relativedelta of python-dateutil
# 2.8.2). An age of a firmware, or a time since a device was seen, is two months off.
. "$(dirname "$0")/packages.sh"
debian dateutils=0.4.10-1 python3-dateutil=2.8.2-2 python3-six

for start in 2023-01-28 2023-01-30 2023-01-31 2022-10-31; do
  echo "$start: $(usr/bin/dateutils.ddiff $start 2023-03-01 -f '%m months %d days') or" \
    "$(usr/bin/dateutils.ddiff $start 2023-03-01 -f '%d days')," \
    "$(PYTHONPATH="$place/usr/lib/python3/dist-packages" python3 -c '
import datetime, sys
from dateutil.relativedelta import relativedelta
gone = relativedelta(datetime.date(2023, 3, 1), datetime.date.fromisoformat(sys.argv[1]))
print("dateutil", gone.months, "months", gone.days, "days")' $start)"
done | expect '2023-01-28: 1 months 1 days or 32 days, dateutil 1 months 1 days
2023-01-30: 1 months 63 days or 30 days, dateutil 1 months 1 days
2023-01-31: 1 months 62 days or 29 days, dateutil 1 months 1 days
2022-10-31: 4 months 62 days or 121 days, dateutil 4 months 1 days'
