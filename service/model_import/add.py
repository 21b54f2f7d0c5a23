"""Adds a model: look, choose, download, convert, try, write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from service.config.settings import Settings
from service.inference.manifest.entry import PROFILES, ModelFileError, Profile, read_entry
from service.inference.manifest.needs import ModelNeed
from service.inference.models.checksum import sha256_of
from service.inference.models.registry import Registry
from service.model_import import (
    card,
    checkpoint,
    conversion,
    draft,
    file_choice,
    place,
    presets,
    sanity,
)
from service.model_import.downloads import Source, SourceFiles
from service.model_import.errors import CannotAdd
from service.model_import.fit import Fit, fit
from service.model_import.plan import AddOrder, AddOutcome, AddPlan, Watcher
from service.model_import.sanity import SanityReport
from service.tuning.model_folder import write_manifest


class Adding:
    """One model that is added to the models of the settings.

    `source` has its files. `needs` are the requirements of tasks, which the model must meet. All
    methods raise `CannotAdd`.
    """

    def __init__(
        self,
        order: AddOrder,
        settings: Settings,
        source: Source,
        needs: Mapping[str, ModelNeed],
    ) -> None:
        self._order, self._settings, self._needs = order, settings, needs
        self._source = source

    def plan(self) -> AddPlan:
        """Ask for the files of the model and read its descriptions, and nothing more."""
        order = self._order
        if order.reference.folder is None:
            presets.refuse(order.reference.repository)
        snapshot = self._source.snapshot(order.reference)
        choice = file_choice.choose(snapshot.files)
        if "tokenizer" in choice.converted:
            conversion.check_packages(choice.tokenizer)
        files = SourceFiles(self._source, snapshot, self._settings.cache_dir)
        folder = files.fetch(choice.descriptions)
        found = checkpoint.read(folder, order.task)
        repository = order.reference.repository
        rows = presets.chosen(found, repository, order.task, order.preset)
        made = draft.draft(snapshot, found, rows, order.task, order.options)
        if not made["profiles"]:
            made["profiles"] = list(PROFILES)
        target, _ = place.target(self._settings)
        registry = self._registry()
        place.check_name(made["name"], target, registry.names if registry else ())
        names = choice.names
        if choice.sharded:
            files.fetch([choice.weights])
            names += file_choice.shards(folder / choice.weights, snapshot.files)
        served = registry.served if registry else {}
        entries = registry.entries if registry else {}
        replaced: dict[Profile, str] = {
            profile: served[order.task, profile]
            for profile in made["profiles"]
            if (order.task, profile) in served
        }
        return AddPlan(
            snapshot=snapshot,
            choice=choice,
            names=names,
            presets=tuple(rows),
            manifest=made,
            folder=target / str(made["name"]),
            download=sum(snapshot.files[name].size for name in names),
            replaced=replaced,
            their_figures={model: entries[model].metrics for model in replaced.values()},
        )

    def add(self, plan: AddPlan, watcher: Watcher | None = None) -> AddOutcome:
        """Download, convert, try and write the model."""
        watcher = watcher or Watcher()
        twice = 2 if plan.choice.converted else 1
        place.check_room(self._settings.cache_dir, plan.download)
        place.check_room(plan.folder.parent, plan.download * twice)
        with place.writable(plan.folder.parent) as work:
            made = work / plan.folder.name
            (made / draft.FILES).mkdir(parents=True)
            files = SourceFiles(self._source, plan.snapshot, self._settings.cache_dir)
            _collect(plan, files, made / draft.FILES, watcher)
            report, fitted = self._written(plan, made, watcher)
            made.rename(plan.folder)
        files.remove()
        return AddOutcome(plan, report, fitted)

    def _written(
        self, plan: AddPlan, made: Path, watcher: Watcher
    ) -> tuple[SanityReport | None, Fit | None]:
        """Write the manifest, fit and try the model, and write what was found."""
        watcher.step("computing checksums")
        sums = {path.name: sha256_of(path) for path in draft.relative_files(made)}
        whole = draft.complete(
            dict(plan.manifest), plan.snapshot, sums, plan.presets, plan.choice.converted,
            datetime.now(UTC).replace(microsecond=0),
        )  # fmt: skip
        report, fitted = None, None
        try:
            write_manifest(made, whole)
            read_entry(made, self._needs)
            if self._order.rows:
                watcher.step("fitting its probabilities")
                fitted = fit(self._alone(made, whole["profiles"]), made.name, self._order.rows)
                presets.merge(whole, fitted.keys)
                write_manifest(made, whole)
            watcher.step("trying it on plain texts" if self._order.tried else "loading it")
            if self._order.tried:
                report = sanity.check(self._alone(made, whole["profiles"]), made.name)
                write_manifest(made, whole | {"metrics": dict(sanity.as_metrics(report))})
            else:
                sanity.load(self._alone(made, whole["profiles"]))
        except (ModelFileError, ValueError) as error:
            raise CannotAdd(_unservable(error, made)) from error
        card.write(made, whole, plan.presets, report, fitted)
        return report, fitted

    def _alone(self, folder: Path, profiles: list[Profile]) -> Registry:
        """A registry of this model alone."""
        return Registry(folder.parent, self._settings.cache_dir, profiles=profiles)

    def _registry(self) -> Registry | None:
        """The present models; None if there are none yet, as in a folder that is new."""
        try:
            return Registry.from_settings(self._settings)
        except ModelFileError:
            own = self._settings.own_models_dir
            if own is None or any(own.glob("*/model.toml")):
                raise
        without = self._settings.model_copy(update={"own_models_dir": None})
        try:
            return Registry.from_settings(without)
        except ModelFileError:
            return None


def _collect(plan: AddPlan, files: SourceFiles, to: Path, watcher: Watcher) -> None:
    """Have all files in a folder, with the weights and the tokenizer converted if need be."""
    choice = plan.choice
    sizes = {name: plan.snapshot.files[name].size for name in plan.names}
    watcher.sizes(sizes)
    watcher.step("downloading" if plan.snapshot.commit else "copying")
    folder = files.fetch(plan.names, watcher.arrived)
    for name in file_choice.unpickled(plan.names):
        place.put(folder / name, to / name, linked=files.owned)
    if choice.converted:
        watcher.step(f"converting {' and '.join(choice.converted)}")
        weights = sum(size for name, size in sizes.items() if name.endswith(".bin"))
        conversion.convert(folder, to, conversion.ConversionLimits.of_size(weights))
    for path in to.glob("*.safetensors"):
        file_choice.check_weights(path)
    for path in to.iterdir():
        if path.suffix not in (".json", ".safetensors", ".jinja"):
            path.unlink()  # of the tokenizer before its conversion


def _unservable(error: Exception, made: Path) -> str:
    """The message without the temporary folder, and with what may be the matter."""
    said = str(error).replace(f"{made}/", "").replace(str(made), made.name)
    hint = ""
    if "lack the tensor" in said:
        hint = "; it may be a base model, which was never trained for a task"
    return f"the model cannot be served: {said}{hint}"
