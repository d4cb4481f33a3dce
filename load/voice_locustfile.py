"""Callers of the shop's telephone for a Locust master, alone: they are AudioSocketUser of Shop.Load (--voice)."""

from locust import constant, task, User


class AudioSocketUser(User):
    wait_time = constant(1)

    @task
    def runs_in_a_worker(self):
        raise RuntimeError("AudioSocketUser runs in Shop.Load: start a worker with --master and --voice")
