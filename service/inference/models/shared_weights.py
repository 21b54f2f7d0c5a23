"""Prepared weights in one file, which any number of processes share by mapping it.

A supervisor prepares a folder once from verified files. Its workers then need not verify, merge or
cast anything, and do not import transformers. The folder is trusted, so it must be private.
"""

from __future__ import annotations

import json
import multiprocessing
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.inference.manifest.entry import WRITERS, ModelFileError

if TYPE_CHECKING:
    from torch import Tensor

    from service.config.settings import Settings
    from service.inference.models.registry import Registry
    from service.inference.models.weight_pool import Network
    from service.inference.torch_runtime import Precision

_TENSORS, _INDEX = "tensors.safetensors", "networks.json"


def prepare(registry: Registry, precision: Precision, folder: Path) -> None:
    """Write the networks of all models into an existing folder, mode 0700.

    Models whose architecture has no layout, and those that generate text, are left out; workers
    load them as usual. Raises
    `ModelFileError` if a model's file is missing or wrong, `OSError` if the folder cannot be
    written or its disk is full.
    """
    from safetensors import SafetensorError
    from safetensors.torch import save_file
    from torch import Tensor

    from service.inference.models.weight_pool import Network, WeightPool, ready

    folder.chmod(0o700)
    pool = WeightPool()
    tensors: dict[int, Tensor] = {}
    index: dict[str, Any] = {}

    def key(tensor: Tensor) -> str:
        tensors[id(tensor)] = tensor
        return str(id(tensor))

    for name, entry in registry.entries.items():
        if entry.architecture in WRITERS:
            continue
        network = ready(registry, name, precision, pool)
        if not isinstance(network, Network):
            continue
        fields = network.layout._asdict()
        for field, value in fields.items():
            if isinstance(value, Tensor):
                fields[field] = key(value)
            elif isinstance(value, list):
                fields[field] = [key(tensor) for tensor in value]
        index[name] = {
            "layout": fields, "own_labels": network.own_labels, "precision": network.precision,
        }  # fmt: skip
    try:
        save_file({str(i): t.contiguous() for i, t in tensors.items()}, folder / _TENSORS)
    except SafetensorError as error:  # it does not raise OSError for errors of the system
        raise OSError(str(error)) from error
    (folder / _INDEX).write_text(json.dumps(index), encoding="utf-8")


def prepare_apart(settings: Settings, folder: Path) -> None:
    """`prepare` the models of the settings in a separate process.

    So the caller, which is a long-lived supervisor, never loads torch. Raises the errors of
    `prepare`, and `OSError` if the process was killed, for example because memory ran out.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    # A daemon ends with its parent, which also handles an interrupt of the terminal.
    process = context.Process(target=_report, args=(settings, folder, sender), daemon=True)
    process.start()
    sender.close()
    try:
        failure: Exception | None = receiver.recv()
    except EOFError:
        failure = OSError("the process that prepares the weights died")
    process.join()
    if failure is not None:
        raise failure


def _report(settings: Settings, folder: Path, sender: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from service.inference.models.registry import Registry

    try:
        prepare(Registry.from_settings(settings), settings.precision, folder)
    except (ModelFileError, OSError) as error:
        sender.send(type(error)(str(error)))  # the error itself may not be picklable
    else:
        sender.send(None)


def check(folder: Path) -> None:
    """Raise `ModelFileError` unless the folder has the files that `prepare` writes."""
    for name in (_TENSORS, _INDEX):
        if not (folder / name).is_file():
            raise ModelFileError(
                f"{folder}: holds no prepared weights ({name}); remove COPYDESK_PREPARED_DIR"
            )


def read(folder: Path) -> dict[str, Network]:
    """The weights that `prepare` wrote, memory-mapped. Raises `ModelFileError`."""
    check(folder)
    from safetensors.torch import load_file

    from service.inference.backends.encoder import Layout
    from service.inference.models.weight_pool import Network

    index = json.loads((folder / _INDEX).read_text(encoding="utf-8"))
    tensors = load_file(folder / _TENSORS)
    networks = {}
    for name, stored in index.items():
        fields = stored["layout"]
        for field in ("tables", "layers", "head"):
            fields[field] = [tensors[key] for key in fields[field]]
        fields["bias"] = tensors[fields["bias"]] if fields["bias"] else None
        networks[name] = Network(Layout(**fields), tuple(stored["own_labels"]), stored["precision"])
    return networks
