"""One window for one index: a second start summons the first one and ends."""

import os
from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_search.paths import DataDirectory

WAIT_MS = 1000
"""The first window answers in a few milliseconds; a busy one finds the message when it comes to it."""

PATIENCE_MS = 200
"""A second start writes as soon as it is connected; whoever does not is not one."""

TOKEN = "XDG_ACTIVATION_TOKEN"
"""With it Qt may give a window the focus on Wayland."""


class Summons(StrEnum):
    """What a second start asks of the first window."""

    RAISE = "raise"
    TOGGLE = "toggle"
    """Show or hide the quick search."""
    NOTHING = "nothing"
    """A start at login: one that runs already is left as it is."""
    QUIT = "quit"
    """End: the data directory is moved or erased."""


class SingleInstance(QObject):
    """The right to be the window of a data directory."""

    summoned = Signal(Summons)

    def __init__(self, data: DataDirectory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = data.window_socket
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take_connections)

    def claim(self, summons: Summons) -> bool:
        """Whether this is the first window. If not, the first one has been summoned when this returns."""
        for _ in range(2):
            if self._summon(summons):
                return False
            if self._server.listen(self._address):
                return True
            # Nobody answered, yet the name is taken: it was left behind by a crash, or another start has just won.
            if not self._summon(summons):
                QLocalServer.removeServer(self._address)
        return True

    def release(self) -> None:
        """Lets the next start become the first."""
        self._server.close()

    def _summon(self, summons: Summons) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(WAIT_MS):
            return False
        # A Wayland compositor gives its token to the program that the person has just started, which is this one.
        socket.write(f"{summons} {os.environ.get(TOKEN, '')}".strip().encode() + b"\n")
        socket.flush()
        socket.waitForReadyRead(WAIT_MS)
        socket.disconnectFromServer()
        return True

    def _take_connections(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            # Read at once instead of by signals: a socket that outlived its server crashed in the next event.
            if socket.canReadLine() or socket.waitForReadyRead(PATIENCE_MS):
                said, _, token = bytes(socket.readLine(1024).data()).strip().decode("ascii", "replace").partition(" ")
                socket.write(b"here\n")
                socket.flush()
                if token:
                    os.environ[TOKEN] = token
                if said in tuple(Summons):
                    self.summoned.emit(Summons(said))
            socket.disconnectFromServer()
            socket.deleteLater()
