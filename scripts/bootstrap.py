"""From a bare Python 3.11+ to a complete .venv; does nothing when the lock file has not changed.

Standard library only, and readable by any Python 3, so that an old one gets a sentence and no stack trace.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
UV_LOCK = ROOT / "scripts" / "uv.lock"
STAMP = VENV / ".complete"
OLDEST = (3, 11)
BEGAN = time.monotonic()


def say(zh, en):
    """One line of progress in both languages."""
    print("[{:6.1f} s] {} · {}".format(time.monotonic() - BEGAN, zh, en), flush=True)


def main():
    """Bring .venv to what the lock file says."""
    if sys.version_info < OLDEST:
        run_with_newer_python()
    python = VENV / "bin" / "python"
    wanted = fingerprint()
    if python.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    if not works(python):
        make_environment()
    install(python)
    STAMP.write_text(wanted)
    say("环境就绪", "the environment is complete")


def run_with_newer_python():
    """Become the newest suitable Python on the path, or say what is missing."""
    for minor in range(19, OLDEST[1] - 1, -1):
        found = shutil.which("python3.{}".format(minor))
        if found and works(Path(found)):
            os.execv(found, [found, *sys.argv])
    sys.exit(
        "OneGrid needs Python 3.11 or later; {} is {}.{}.\nInstall one, or name it: make PYTHON=/path/to/python3 run\n"
        "需要 Python 3.11 或更高版本；可用 make PYTHON=/路径/python3 run 指定。".format(
            sys.executable, sys.version_info[0], sys.version_info[1]
        )
    )


def fingerprint():
    """Changes when the environment must be made anew or completed."""
    digest = hashlib.sha256()
    for part in (LOCK.read_bytes(), UV_LOCK.read_bytes(), sys.version.encode(), str(ROOT).encode()):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def works(python):
    """Whether this interpreter starts and is new enough; a moved checkout or a removed Python breaks an old .venv."""
    try:
        code = "import sys; sys.exit(sys.version_info < {!r})".format(OLDEST)
        return subprocess.run([str(python), "-c", code], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_environment():
    """A fresh .venv, with pip where this Python brings it."""
    say("创建 Python 环境 .venv", "making the Python environment .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    with_pip = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if with_pip.returncode == 0:
        return
    # Debian ships Python without ensurepip; a pip or uv from elsewhere can fill an environment too.
    shutil.rmtree(VENV, ignore_errors=True)
    bare = subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(VENV)], capture_output=True, text=True, check=False
    )
    if bare.returncode != 0:
        sys.exit("could not make .venv / 无法创建 .venv:\n" + with_pip.stdout + with_pip.stderr + bare.stderr)


def install(python):
    """All packages of the lock file, each checked by its hash: by uv, or, if there is none to be had, by pip."""
    environment = dict(os.environ, UV_PYTHON_DOWNLOADS="never", UV_NO_CONFIG="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    uv = find_uv(python, environment)
    if uv:
        say("安装依赖（按哈希校验）", "installing the packages of the lock file")
        command = [*uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(python), str(LOCK)]
        if subprocess.run(command, env=environment, cwd=str(ROOT), check=False).returncode == 0:
            return
        say("uv 未成功，改用 pip", "uv did not succeed, trying pip")
    pip = find_pip(python)
    if not pip:
        sys.exit(
            "neither pip nor uv is to be had for this Python. On Debian or Ubuntu: apt-get install python3-venv\n"
            "此 Python 既无 pip 也无 uv；Debian/Ubuntu 请先 apt-get install python3-venv。"
        )
    say("用 pip 安装依赖，约一分钟", "installing with pip, about a minute")
    command = [*pip, "install", "--quiet", "--require-hashes", "-r", str(LOCK)]
    if subprocess.run(command, env=environment, cwd=str(ROOT), check=False).returncode != 0:
        sys.exit("the packages could not be installed; the lines above say why / 依赖安装失败，原因见上")


def find_uv(python, environment):
    """The pinned uv inside .venv, else one on the path."""
    inside = VENV / "bin" / "uv"
    if not inside.exists():
        pip = find_pip(python)
        if pip:
            say("获取 uv", "getting uv")
            subprocess.run(
                [*pip, "install", "--quiet", "--require-hashes", "-r", str(UV_LOCK)], env=environment, check=False
            )
    if inside.exists():
        return [str(inside)]
    outside = shutil.which("uv")
    return [outside] if outside else None


def find_pip(python):
    """A pip that installs into .venv: its own, or this machine's told to."""
    for command in ([str(python), "-m", "pip"], [sys.executable, "-m", "pip", "--python", str(python)]):
        if subprocess.run([*command, "--version"], capture_output=True, check=False).returncode == 0:
            return command
    return None


if __name__ == "__main__":
    main()
