"""The personas of Shop.Load for a Locust master, which only counts them out: the users themselves are in C#.

For ./dev load the master also passes on what a run is to be, and keeps what each worker has recorded of it.
"""

import json

from flask import jsonify, request
from locust import User, constant, events, task
from locust.runners import MasterRunner


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


class Caller(Persona):
    """Calls the telephone. Callers come only when a run asks for them, or the command line names nobody else."""

    abstract = True


class AudioSocketUser(Caller):
    weight = 1


class SilentCaller(Caller):
    weight = 1


@events.init.add_listener
def on_init(environment, **_):
    runner, page = environment.runner, environment.web_ui
    if not isinstance(runner, MasterRunner):
        return
    personas = list(environment.user_classes)
    environment.user_classes[:] = [one for one in personas if not issubclass(one, Caller)] or personas
    recordings = {}

    def keep(msg, **_):
        recordings[msg.node_id] = msg.data

    runner.register_message("shop_recording", keep)
    if page is None:
        return

    @page.app.route("/shop/run", methods=["POST"])
    def shop_run():
        """The weights of the personas and the assignment of the workers, before users come."""
        asked = request.get_json()
        recordings.clear()
        for persona in personas:
            persona.weight = asked["weights"].get(persona.__name__, 0)
        environment.user_classes[:] = [persona for persona in personas if persona.weight > 0]
        runner.send_message("shop_run", {"shop_run": json.dumps(asked["assignment"])})
        return jsonify({"success": True})

    @page.app.route("/shop/recordings")
    def shop_recordings():
        """What each worker has recorded of the run, once it has stopped."""
        return jsonify(recordings)
