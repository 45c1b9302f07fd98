"""The compiler: importing it fills the table of node compilers."""

from onegrid.feel.compiler import calls, collections, forms, literals, operators, tests
from onegrid.feel.compiler.build import Build, Run, Test

__all__ = ["Build", "Run", "Test", "calls", "collections", "forms", "literals", "operators", "tests"]
