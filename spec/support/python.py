# Runs scripts one after the other, each as if it were alone: with its own variables, input and output.
#
# A request is a line with the sizes of the script and its input, and then these two; an answer is a line with a size,
# and then what the script printed, or how it failed.
import io, os, sys, traceback

requests, answers, own = sys.stdin.buffer, sys.stdout.buffer, os.getpid()


def run(script, given):
    sys.stdin, sys.stdout = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"), io.StringIO()
    try:
        exec(script, {"__name__": "__main__"})
    except (Exception, SystemExit):
        traceback.print_exc(file=sys.stdout)
    if os.getpid() != own:
        os._exit(1)  # a child that the script made, and that should have become another program
    return sys.stdout.getvalue().encode()


for line in requests:
    script, given = (requests.read(int(size)) for size in line.split())
    answer = run(script, given)
    answers.write(b"%d\n%s" % (len(answer), answer))
    answers.flush()
