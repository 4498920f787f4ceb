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
    "the zygote's socket": "socket.socket(socket.AF_UNIX).connect('\\0ZYGOTE')",
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

HOARDS |= {
    "shared pages that no process has in its tables": (
        "pages = mmap.mmap(-1, 900 << 20)\n"
        "for _ in range(90):\n"
        "    held += pages.write(b'x' * (10 << 20))\n"
        "    pages.madvise(mmap.MADV_DONTNEED)"
    ),
    "shared pages that children have touched": (
        "pages = mmap.mmap(-1, 900 << 20)\n"
        "for i in range(9):\n"
        "    child = os.fork()\n"
        "    if child == 0:\n"
        "        pages[i * (100 << 20):(i + 1) * (100 << 20)] = b'x' * (100 << 20)\n"
        "        os._exit(0)\n"
        "    os.waitpid(child, 0)\n"
        "    held += 100 << 20\n"
        "time.sleep(1)"
    ),
    "semaphores": "for _ in range(900): held += syscall(64, 0, 32_000, 0o1600) * 0 + (1 << 20)",
    "page tables": (
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "libc.mmap.restype, libc.mmap.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]\n"
        "size = 1 << 39\n"
        "place = libc.mmap(None, size, 1, 0x4022, -1, 0)\n"
        "for at in range(place, place + size, 2 << 20):\n"
        "    ctypes.c_char.from_address(at).value\n"
        "    held += 4096\n"
        "time.sleep(1)"
    ),
    "buffers of sockets": (
        "kept = []\n"
        "for _ in range(15):\n"
        "    if os.fork() == 0:\n"
        "        for _ in range(120):\n"
        "            kept += socket.socketpair()\n"
        "            for end in kept[-2:]:\n"
        "                end.setblocking(False)\n"
        "                try:\n"
        "                    while True: end.send(b'x' * 65_536)\n"
        "                except BlockingIOError: pass\n"
        "        time.sleep(9)\n"
        "        os._exit(0)\n"
        "    held += 60 << 20\n"
        "time.sleep(3)"
    ),
    "buffers of TCP": (
        "door, kept = socket.create_server(('127.0.0.1', 0)), []\n"
        "for _ in range(100):\n"
        "    end = socket.create_connection(door.getsockname())\n"
        "    kept += [end, door.accept()]\n"
        "    end.setblocking(False)\n"
        "    try:\n"
        "        while True: held += end.send(b'x' * 65_536)\n"
        "    except BlockingIOError: pass"
    ),
    "pages in pipes": (
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "pages = mmap.mmap(-1, 2 << 20, flags=mmap.MAP_PRIVATE)\n"
        "for _ in range(100):\n"
        "    for _ in range(9):\n"
        "        pages.seek(0)\n"
        "        pages.write(b'x' * (1 << 20))\n"
        "        syscall(278, os.pipe()[1], (ctypes.c_void_p * 2)(ctypes.addressof(ctypes.c_char.from_buffer(pages)), 4096), 1, 0)\n"
        "        held += 1 << 20"
    ),
    "mappings of many processes": (
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "for i in range(60_000): libc.mmap(None, 4096, 1 + 2 * (i % 2), 0x22, -1, 0)\n"
        "for _ in range(50):\n"
        "    if os.fork() == 0:\n"
        "        time.sleep(60)\n"
        "        os._exit(0)\n"
        "    held += 20 << 20\n"
        "time.sleep(50)"  # to be ended long before, however busy the machine is
    ),
}


PRELUDE = """
import ctypes, fcntl, mmap, os, resource, socket, struct, subprocess, time
import numpy as np

CHECKS = os.path.dirname(__import__("firsthand").__file__) + "/checks"
held = 0

def syscall(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.syscall(number, *arguments)
    if result < 0: raise OSError(ctypes.get_errno(), 'refused')
    return result
"""


LOCK = "open(('/tmp' if os.access('/tmp', os.W_OK) else os.environ['TMPDIR']) + '/lock', 'x')"
NEIGHBOURS = {
    "processes": (
        "for _ in range(80):\n    try:\n        if os.fork() == 0: time.sleep(60)\n    except OSError: break",
        "subprocess.run(['true'], check=True)",
    ),
    "threads": (
        "import threading\nfor _ in range(80):\n    try: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n    except RuntimeError: break",
        "[os.waitpid(pid, 0) if (pid := os.fork()) else os._exit(0) for _ in range(30)]",
    ),
    "ports": (
        "kept = []\nfor port in range(1, 65_536):\n    try: kept.append(socket.create_server(('127.0.0.1', port)))\n    except OSError: pass",
        "socket.create_server(('127.0.0.1', 8888))",
    ),
    "terminals": (
        "kept = []\ntry:\n    while True: kept.append(os.openpty())\nexcept OSError: pass",
        "os.openpty()",
    ),
    "terminals by many": (
        "for _ in range(40):\n    if os.fork() == 0:\n        try:\n            while True: os.openpty()\n        except OSError: time.sleep(60)\ntime.sleep(1)",
        "os.openpty()",
    ),
    "watches of files": (
        "libc = ctypes.CDLL(None)\nkept = [libc.inotify_init() for _ in range(200)]",
        "open('mine', 'w')",
    ),
    "pipes": (
        "kept = []\ntry:\n    while True:\n        kept.append(os.pipe())\n        fcntl.fcntl(kept[-1][1], 1031, 1 << 20)\nexcept OSError: pass",
        "os.write(os.pipe()[1], b'x' * 4096)",
    ),
    "names of sockets": (
        "kept = socket.socket(socket.AF_UNIX)\nkept.bind('\\0mine')",
        "socket.socket(socket.AF_UNIX).bind('\\0mine')",
    ),
    "memory for messages": (
        "kept = [ctypes.CDLL('librt.so.1').mq_open(b'/q%d' % i, 0o100 | 2, 0o600, None) for i in range(300)]",
        "open('mine', 'w')",
    ),
    # /tmp is closed to all where the libraries are in it.
    "files to lock": (LOCK, LOCK),
}
"""What a neighbour takes all of, code that does so -> an expression of an honest answer that must not notice."""

ACCOMPLICES = {
    "over the loopback": (
        "door = socket.create_server(('127.0.0.1', 4242))",
        "socket.create_connection(('127.0.0.1', 4242), 1)",
    ),
    "over the other loopback": (
        "door = socket.create_server(('::1', 4242), family=socket.AF_INET6)",
        "socket.create_connection(('::1', 4242), 1)",
    ),
    "through a named abstract socket": (
        "door = socket.socket(socket.AF_UNIX)\ndoor.bind('\\0accomplice')\ndoor.listen()",
        "socket.socket(socket.AF_UNIX).connect('\\0accomplice')",
    ),
    "through a file": ("open('/tmp/note', 'w').write('answer')", "open('/tmp/note').read()"),
    "through shared memory": ("open('/dev/shm/note', 'w').write('answer')", "open('/dev/shm/note').read()"),
    "through a terminal": (
        "ends = os.openpty()\nos.write(ends[0], b'answer\\n')",
        "os.read(os.open('/dev/pts/0', os.O_RDWR | os.O_NONBLOCK), 9)",
    ),
    "through a message queue": (
        "ctypes.CDLL('librt.so.1').mq_open(b'/note', 0o100 | 2, 0o666, None)",
        "syscall(240, b'note', 0, 0, 0)",
    ),
    "over the virtual machine's sockets": (
        "door = socket.socket(socket.AF_VSOCK)\ndoor.bind((socket.VMADDR_CID_ANY, 4242))\ndoor.listen()",
        "socket.socket(socket.AF_VSOCK).connect((1, 4242))",
    ),
    "by the names of keys": (
        "syscall(248, b'user', b'note', b'answer', 6, -4)",
        "syscall(249, b'user', b'note', 0, -4)",
    ),
}
"""How two submissions may meet -> what one does, and an expression of the other that must fail."""

ODD_SOCKETS = [
    "AF_NETLINK",
    "AF_VSOCK",
    "AF_PACKET",
    "AF_ALG",
    "AF_TIPC",
    "AF_BLUETOOTH",
    "AF_CAN",
    "AF_RDS",
    "AF_QIPCRTR",
]
MUST_FAIL |= {f"a socket of {family}": f"socket.socket(socket.{family}, socket.SOCK_DGRAM)" for family in ODD_SOCKETS}
MUST_FAIL |= {
    "a raw socket": "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
    "a socket of SCTP": "socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132)",
    "the loopback's settings": "open('/proc/sys/net/ipv4/tcp_rmem', 'w').write('1 1 1')",
    "another network": "fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sH14x', b'lo', 0))",
}
