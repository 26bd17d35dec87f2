"""How a kernel manager gets the process of a warm kernel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

if TYPE_CHECKING:
    import subprocess

    from stratanalysis.publish.kernels.preloaded import WarmServer

__all__ = ["WarmProvisioner"]


class WarmProvisioner(LocalProvisioner):
    """Gets the kernel's process from a :class:`WarmServer` instead of starting one."""

    server: WarmServer

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork; `cmd` ends with the arguments of the kernel."""
        arguments = cmd[cmd.index("-f") :]
        cwd = str(kwargs.get("cwd") or Path.cwd())
        forked = self.server.fork(arguments, env=dict(kwargs["env"]), cwd=cwd)
        self.process = cast("subprocess.Popen[Any]", forked)
        self.pid = self.pgid = forked.pid
        self.cwd = cwd
        return self.connection_info
