"""The models a person has: the shipped one, and those that were added or tuned, each in a folder with its name."""

from collections.abc import Callable
from pathlib import Path

from desktop_search.embedding import canary, downloading, importing, manifest, models, prepared, publishing
from desktop_search.embedding.known_models import KNOWN, short_name
from desktop_search.embedding.offers import Offer
from desktop_search.errors import DesktopSearchError
from desktop_search.records import InstalledModel

__all__ = ["KNOWN", "SHIPPED", "Library"]

SHIPPED = "shipped"
"""The name of the shipped model beside its own. Its folder, as settings know it, is ""."""


class Library:
    """The models in one folder. What is in them was checked when it was added, and is again when it is used."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def installed(self) -> list[InstalledModel]:
        """All models in the order of their names; folders without a readable manifest are none."""
        found = []
        try:
            folders = sorted(self.place.iterdir(), key=lambda folder: folder.name.casefold())
        except OSError:
            return []
        for folder in folders:
            known = None if folder.name.startswith(".") else manifest.read(folder)
            if known is not None:
                found.append(
                    InstalledModel(
                        folder.name,
                        str(folder),
                        known.revision,
                        known.kinds,
                        known.size,
                        known.dimensions,
                        known.languages,
                        known.licence,
                        known.origin,
                        known.published_as,
                        known.commit,
                    )
                )
        return found

    def add(
        self, source: Path, name: str = "", *, origin: str = "added", try_out: Callable[[Path], int] = canary.run
    ) -> InstalledModel:
        """Takes a model in, as `importing.import_model` does, and with its errors."""
        added = importing.import_model(source, self.place, name, origin=origin, try_out=try_out)
        return next(model for model in self.installed() if model.name == added.name)

    def offer(self, name: str, revision: str = "", called: str = "", *, endpoint: str = downloading.HUB) -> Offer:
        """Asks the hub what there is of a model, after nothing here stands against it. Raises DesktopSearchError."""
        self._name_for_offered(downloading.full_name(name), called)
        offer = downloading.ask(name, revision, endpoint=endpoint)
        downloading.refuse_without_room(offer, self.place)
        return offer

    def download(
        self,
        offer: Offer,
        tell: downloading.Tell,
        called: str = "",
        *,
        is_wanted: Callable[[], bool] = lambda: True,
        endpoint: str = downloading.HUB,
        try_out: Callable[[Path], int] = canary.run,
    ) -> InstalledModel:
        """Downloads what was offered and agreed to, and adds it as any other model. Raises DesktopSearchError.

        tell hears how many bytes are there. Whatever happens, nothing is left but the model.
        """
        name = self._name_for_offered(offer.name, called)
        downloading.refuse_without_room(offer, self.place)
        try:
            with publishing.unfinished(self.place) as temporary:
                files = downloading.fetch(offer, temporary, tell, endpoint=endpoint, is_wanted=is_wanted)
                importing.import_model(
                    files,
                    self.place,
                    name,
                    origin="downloaded",
                    published_as=offer.name,
                    commit=offer.commit,
                    try_out=try_out,
                )
        except OSError as error:
            raise DesktopSearchError(f"The model could not be downloaded: {error.strerror or error}.") from error
        return next(model for model in self.installed() if model.name == name)

    def _name_for_offered(self, published_as: str, called: str) -> str:
        """What a downloaded model is called here. Raises DesktopSearchError where there is one of that name."""
        name = importing.name_for(Path(short_name(published_as)), called)
        if (self.place / name).exists():
            raise DesktopSearchError(
                f"There is a model called {name} already.", "Give this one another with --name, or remove that one."
            )
        return name

    def place_of(self, name: str) -> Path:
        """Where a model of this name lies, or would. Raises DesktopSearchError for what cannot be the name of one."""
        return self.place / importing.name_for(Path(name), name)

    def remove(self, name: str) -> InstalledModel:
        """Takes a model and its files away, and says which it was. Raises DesktopSearchError."""
        if name.casefold() in importing.RESERVED:
            raise DesktopSearchError("The shipped model belongs to the program and cannot be removed.")
        found = next((model for model in self.installed() if model.name == name), None)
        # A folder whose manifest is damaged is no model any more, and should go all the same.
        folder = self.place_of(name)
        if not folder.is_dir() or folder.is_symlink():
            raise DesktopSearchError(
                f"There is no installed model called {name}.", "desktop-search models list shows them."
            )
        try:
            publishing.remove(folder)
            for made in prepared.made_of(name, self.place.parent):
                publishing.remove(made)
        except OSError as error:
            raise DesktopSearchError(f"The model {name} could not be removed: {error.strerror}.") from error
        return found or InstalledModel(name, str(folder), "", (), 0, 0)

    def folder_of(self, name: str) -> str:
        """A model's folder as the settings keep it: named by its name here, or by the path of a folder anywhere.

        The shipped model is "", "shipped" or its own name, and its folder is "". Raises DesktopSearchError.
        """
        if name.casefold() in {"", SHIPPED, models.SHIPPED_NAME.casefold()}:
            return ""
        for model in self.installed():
            if model.name == name:
                return model.folder
        path = Path(name).expanduser()
        if path.is_dir():
            return str(path.resolve())
        raise DesktopSearchError(
            f"There is no model called {name}, and no folder of that name.", "desktop-search models list shows them."
        )
