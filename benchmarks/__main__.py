"""Run all benchmarks, or those that are named: every module of this package with a `main`."""

import os
import pkgutil
import sys
from importlib import import_module
from pathlib import Path

import django


def main(wanted: list[str]) -> int:
    """Run them one after the other, so that none slows another."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    names = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.name != "__main__"]
    modules = {name: import_module(f"benchmarks.{name}") for name in names}
    benchmarks = {name: module.main for name, module in modules.items() if hasattr(module, "main")}
    if unknown := set(wanted) - benchmarks.keys():
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are: {', '.join(benchmarks)}", file=sys.stderr)
        return 2
    for name in wanted or benchmarks:
        benchmarks[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
