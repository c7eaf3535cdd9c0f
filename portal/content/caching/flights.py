"""After a change many ask for one page at once: the first makes it, the others wait for that."""

import threading


class Flights:
    """What is being made in this process now."""

    def __init__(self, patience: float) -> None:
        #: Seconds after which one who waits makes the page himself.
        self._patience = patience
        self._lock = threading.Lock()
        self._under_way: dict[str, threading.Event] = {}

    def enter(self, key: str) -> bool:
        """True for the first, who must `leave` when it is done; the others get False once it is, or patience ends."""
        with self._lock:
            done = self._under_way.get(key)
            if done is None:
                self._under_way[key] = threading.Event()
                return True
        done.wait(self._patience)
        return False

    def leave(self, key: str) -> None:
        """Let those go on who wait for this."""
        with self._lock:
            done = self._under_way.pop(key)
        done.set()
