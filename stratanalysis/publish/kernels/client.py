"""The client's end of a report's kernel: ready as soon as the kernel answers."""

from __future__ import annotations

import time
from queue import Empty

from jupyter_client.asynchronous.client import AsyncKernelClient

__all__ = ["PromptClient"]


class PromptClient(AsyncKernelClient):
    """Waits for the kernel's first answer, and not 0.2 s longer for messages that never come."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        """Ask until the kernel answers and what it publishes arrives.

        A message left over from an earlier question is passed over by nbclient, which reads
        those of its own cells alone.

        Raises
        ------
        RuntimeError
            The kernel died, or did not answer in `timeout` seconds.
        """
        start = time.monotonic()
        while timeout is None or time.monotonic() - start < timeout:
            self.kernel_info()
            try:
                answer = await self.shell_channel.get_msg(timeout=1)
                if answer["msg_type"] == "kernel_info_reply":
                    await self.iopub_channel.get_msg(timeout=0.2)
                    self._handle_kernel_info_reply(answer)
                    return
            except Empty:
                pass
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")

    wait_for_ready = _async_wait_for_ready
