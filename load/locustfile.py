"""The personas of Shop.Load for a Locust master, which only counts them out: the users themselves are in C#."""

from locust import User, constant, task


class Persona(User):
    abstract = True
    wait_time = constant(1)

    @task
    def runs_in_a_worker(self):
        raise RuntimeError(f"{type(self).__name__} runs in Shop.Load: start a worker with --master")


class ShoppingUser(Persona):
    weight = 60


class QuickBuyer(Persona):
    weight = 10


class WindowShopper(Persona):
    weight = 20


class MobileShopper(Persona):
    weight = 10


class PageVisitor(Persona):
    weight = 10
