"""The same app on engines that others run."""
