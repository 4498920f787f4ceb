"""Cells that try to harm others or to read what is nobody's business; CLASS, BOOK, HOME stand for real folders and files."""

CELLS = {
    "other submissions deleted": "import shutil\nshutil.rmtree('CLASS', ignore_errors=True)\n!rm -rf CLASS/*",
    "the gradebook written": (
        "import sqlite3\nbook = sqlite3.connect('BOOK')\nbook.execute('UPDATE score SET points = 99')\nbook.commit()"
    ),
    "the gradebook overwritten": "open('BOOK', 'w').write('')",
    "results left where a grader reads": (
        "import os, pickle\n"
        "os.makedirs('/tmp/fh-results', exist_ok=True)\n"
        "for name in ('results.json', '.OTTER_LOG', 'gradebook.db', 'results.pkl', 'graft.ipynb', 'pytest.ini', 'conftest.py'):\n"
        "    for folder in ('.', '/tmp', '/tmp/fh-results'): open(f'{folder}/{name}', 'w').write('cos\\nsystem\\n')"
    ),
    "parents killed": (
        "import os, signal\n"
        "for pid in {os.getppid(), *range(2, 400)} - {os.getpid(), 0}:\n"
        "    for name in ('SIGINT', 'SIGTERM', 'SIGKILL'):\n"
        "        try: os.kill(pid, getattr(signal, name))\n"
        "        except OSError: pass"
    ),
    "start-up files changed": (
        "import os, site, sys, pathlib, matplotlib\n"
        "places = [*site.getsitepackages(), os.path.expanduser('~/.ipython/profile_default/startup'), '.', sys.prefix,\n"
        "          matplotlib.get_configdir(), matplotlib.get_data_path(), os.path.dirname(__import__('firsthand').__file__)]\n"
        "for place in places:\n"
        "    for name in ('sitecustomize.py', 'usercustomize.py', 'numpy.py', '00.py', 'matplotlibrc', 'conftest.py'):\n"
        "        try: open(pathlib.Path(place, name), 'w').write('raise SystemExit')\n"
        "        except OSError: pass"
    ),
    "the folder taken away": "import os, shutil\nshutil.rmtree(os.getcwd(), ignore_errors=True)\nos.chdir('/')",
    "commands for the CI service": (
        "import os, sys\n"
        "for line in ('::set-output name=points::99', '::error::failed', '::add-mask::e', '\\x1b[2J\\x1b]0;owned\\x07'):\n"
        "    print(line)\n    print(line, file=sys.stderr)\n    os.system(f'echo \"{line}\" >&2')"
    ),
    "markup printed": "print('<script>alert(1)</script>')\nraise Exception('=HYPERLINK(\"http://example.org\")')",
}

WAYS_TO_READ = {
    "the environment": "dict(os.environ)",
    "the environment of processes": "[open(f'/proc/{p}/environ').read() for p in os.listdir('/proc') if p.isdigit()]",
    "the command lines": "[open(f'/proc/{p}/cmdline').read() for p in os.listdir('/proc') if p.isdigit()]",
    "the home folder": "open('HOME/secret.txt').read()",
    "the home folder by another way": "open('/proc/1/rootHOME/secret.txt').read()",
    "the parent's folder": "os.listdir('/proc/1/cwd/..')",
    "the gradebook": "open('BOOK', 'rb').read()",
    "other submissions": "[p.read_text() for p in pathlib.Path('CLASS').rglob('*')]",
    "every file": (
        "[os.path.join(d, f) for d, ds, fs in os.walk('/') for f in fs"
        " if f.endswith(('.ipynb', '.sqlite')) or f in ('secret.txt', 'exercises.py', 'gradient_descent.py')]"
    ),
    "inherited descriptors": "[os.read(int(f), 9_999) for f in os.listdir('/proc/self/fd') if is_file(f)]",
    "memory of others": "[open(f'/proc/{p}/mem', 'rb').read(9) for p in os.listdir('/proc') if p.isdigit() and int(p) != os.getpid()]",
    "the objects": "[str(o) for o in gc.get_objects() if isinstance(o, dict) and ('mistakes' in o or 'oracle' in o)]",
    "the frames": "[vars(f.f_locals.get('self', os)) for f in frames()]",
    "the modules": "[str(vars(m)) for n, m in list(sys.modules.items()) if 'checks' in n or 'assignment' in n]",
    "the sources": "linecache.cache",
}
"""What it is -> an expression whose value holds a secret, should it succeed."""


def spy() -> str:
    """Write a cell that reads all it can and hands it out in every way a cell has."""
    return f"""
import gc, linecache, os, pathlib, stat, sys
from IPython.display import display
from firsthand.grading.probe import MIME

def is_file(number):
    try: return stat.S_ISREG(os.stat(int(number)).st_mode)
    except OSError: return False

def frames():
    frame = sys._getframe()
    while frame := frame.f_back: yield frame

found = []
for way in {list(WAYS_TO_READ.values())!r}:
    try: found.append(str(eval(way)))
    except Exception as error: found.append(repr(error))
text = '\\n'.join(found)
print(text)
display({{MIME: text, 'text/html': text}}, raw=True)
raise type(text[:2_000], (Exception,), {{}})(text)
"""


MUST_FAIL = {
    "the network": "socket.create_connection(('1.1.1.1', 53), 1)",
    "the host over loopback": "[socket.create_connection(('127.0.0.1', p), 0.1) for p in PORTS]",
    "a secret in the home folder": "open('HOME/secret.txt')",
    "a secret through init's root": "open('/proc/1/rootHOME/secret.txt')",
    "a secret through a descriptor's folder": "open('/proc/self/cwd/../..' + 'HOME/secret.txt')",
    "a lesson": "open('ROOT/lessons/06_gradient_descent/exercises.py')",
    "a solution": "open('ROOT/solutions/06_gradient_descent.ipynb')",
    "a check": "open('ROOT/src/firsthand/checks/gradient_descent.py')",
    "a check imported": "__import__('firsthand.checks.gradient_descent')",
    "the tests": "open('ROOT/tests/conftest.py')",
    "the history": "os.listdir('ROOT/.git')",
    "passwords": "open('/etc/shadow')",
    "users": "open('/etc/passwd')",
    "a library changed": "open(np.__file__, 'a')",
    "the course changed": "open(os.path.dirname(__import__('firsthand').__file__) + '/x.py', 'w')",
    "the checks' place written": "open(os.path.dirname(__import__('firsthand').__file__) + '/checks/x.py', 'w')",
    "the root written": "open('/x', 'w')",
    "/dev written": "open('/dev/x', 'w')",
    "/etc written": "open('/etc/x', 'w')",
    "another process": "[p for p in os.listdir('/proc') if p.isdigit() and int(p) != os.getpid()][0]",
    "a signal to the parent": "os.kill(os.getppid() or 4_194_304, 0)",
    "the zygote's socket": "socket.socket(socket.AF_UNIX).connect('ZYGOTE')",
    "a named abstract socket": "[l for l in open('/proc/net/unix') if '@' in l][0]",
    "init traced": "syscall(101, 16, 1, 0, 0)",
    "the clock": "time.clock_settime(time.CLOCK_REALTIME, 0)",
    "the host's name": "socket.sethostname('x')",
    # An ordinary user's sandbox calls that user root; being called so must allow nothing that root may do.
    "another user, as root": "(os.setuid(0), os.setuid(1))",
    "a file given away, as root": "(os.setuid(0), open('gift', 'w').close(), os.chown('gift', 1, 1))",
    "a mount": "syscall(165, b'tmpfs', b'/tmp', b'tmpfs', 0, 0)",
    "a file system of its own": (
        "subprocess.run(['unshare', '-Urm', 'mount', '-t', 'tmpfs', '-o', 'size=9g', 'tmpfs', '/dev/shm'], check=True)"
    ),
    "a kernel setting": "open('/proc/sys/kernel/core_pattern', 'w')",
    "the limit of processes raised": "resource.setrlimit(resource.RLIMIT_NPROC, (9_999, 9_999))",
    "the limit of files raised": "resource.setrlimit(resource.RLIMIT_NOFILE, (9_999, 9_999))",
    "the limit of file size raised": "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 40, 1 << 40))",
    "the limit of memory raised": "resource.setrlimit(resource.RLIMIT_DATA, (1 << 40, 1 << 40))",
    "a higher priority": "os.nice(-1)",
    "a device": "os.mknod('/tmp/sda', 0o60666, os.makedev(8, 0))",
    "a terminal's input": "fcntl.ioctl(open('/dev/tty'), 0x5412, b'x')",
}
"""What it is -> an expression that must raise in a graded kernel. System calls by their numbers on x86-64."""

HOARDS = {
    "anonymous files": (
        "for _ in range(15):\n"
        "    file = os.memfd_create('x')\n"
        "    for _ in range(60): held += os.write(file, b'x' * (1 << 20))"
    ),
    "segments that nobody has attached": (
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "libc.shmat.restype, libc.shmdt.argtypes = ctypes.c_void_p, [ctypes.c_void_p]\n"
        "for _ in range(15):\n"
        "    name = syscall(29, 0, 60 << 20, 0o1600)\n"
        "    place = libc.shmat(name, None, 0)\n"
        "    ctypes.memset(place, 1, 60 << 20)\n"
        "    libc.shmdt(place)\n"
        "    held += 60 << 20"
    ),
    "a file system of its own": (
        "script = 'mount -t tmpfs -o size=2g tmpfs /dev/shm && for i in $(seq 15); do head -c 60M /dev/zero > /dev/shm/$i; done;'\n"
        "script += ' du -sm /dev/shm'\n"
        "done = subprocess.run(['unshare', '-Urm', 'sh', '-c', script], capture_output=True, text=True)\n"
        "held = int(done.stdout.split()[0]) << 20"
    ),
    "shared pages": "pages = mmap.mmap(-1, 900 << 20)\nfor _ in range(900): held += pages.write(b'x' * (1 << 20))",
    "files in /tmp and /dev/shm": (
        "for folder in ('/tmp', '/dev/shm', '/dev', CHECKS):\n"
        "    for i in range(15):\n"
        "        try:\n"
        "            with open(f'{folder}/{i}', 'wb') as file:\n"
        "                for _ in range(60): held += file.write(b'x' * (1 << 20))\n"
        "        except OSError: pass"
    ),
    "pages of many children": (
        "for _ in range(9):\n"
        "    if os.fork() == 0:\n"
        "        kept = bytearray(os.urandom(1 << 20)) * 100\n"
        "        time.sleep(9)\n"
        "        os._exit(0)\n"
        "    held += 100 << 20\n"
        "time.sleep(2)"
    ),
}
"""What it is -> code that takes some 900 MB in a way that a process's own size does not show, and counts it in `held`."""


PRELUDE = """
import ctypes, fcntl, mmap, os, resource, socket, subprocess, time
import numpy as np

CHECKS = os.path.dirname(__import__("firsthand").__file__) + "/checks"
held = 0

def syscall(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.syscall(number, *arguments)
    if result < 0: raise OSError(ctypes.get_errno(), 'refused')
    return result
"""
