"""PocketBase: a collection of the same check-ins, and a view of twelve rows for each cohort."""
import json
import os
import socket
import sqlite3
import subprocess
import time
import urllib.request

MAIL, PASSWORD = "bench@example.org", "a long password"


class Server:
    """A running program with an address of its own."""

    def __init__(self, binary, folder, log):
        self.log = open(log, "a", encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen([binary, "serve", "--http", f"127.0.0.1:{port}", "--dir", folder],
                                        stdout=self.log, stderr=self.log)
        for _ in range(2000):
            try:
                urllib.request.urlopen(f"{self.url}/api/health").read()
                break
            except OSError:
                time.sleep(0.01)

    def stop(self):
        self.process.terminate()
        self.process.wait(60)
        self.log.close()

    def call(self, path, body=None, auth=None):
        request = urllib.request.Request(
            self.url + path, method="GET" if body is None else "POST",
            data=None if body is None else json.dumps(body).encode(),
            headers={"content-type": "application/json", **({"authorization": auth} if auth else {})})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


def prepare(binary, folder, log):
    """Makes the collections through its own interface; whoever is signed in may read and create."""
    os.makedirs(folder, exist_ok=True)
    subprocess.run([binary, "superuser", "upsert", MAIL, PASSWORD, "--dir", folder], check=True, capture_output=True)
    server = Server(binary, folder, log)
    admin = server.call("/api/collections/_superusers/auth-with-password", {"identity": MAIL, "password": PASSWORD})
    signed_in = "@request.auth.id != ''"
    server.call("/api/collections", {
        "name": "check_ins", "type": "base", "listRule": signed_in, "createRule": signed_in,
        "fields": [
            {"name": "cohort", "type": "text", "required": True}, {"name": "person", "type": "text", "required": True},
            {"name": "week", "type": "number", "required": True}, {"name": "attempted", "type": "bool"},
            {"name": "outcome", "type": "text"}, {"name": "line", "type": "text"},
        ],
        "indexes": ["create index check_ins_cohort_week on check_ins (cohort, week)"],
    }, admin["token"])
    server.call("/api/collections", {
        "name": "kpi", "type": "view", "listRule": signed_in,
        "viewQuery": "select (cohort || '-' || week) as id, cohort, week, count(*) as eligible,"
                     " sum(attempted) as tried, sum(outcome = 'succeeded') as succeeded"
                     " from check_ins group by cohort, week",
    }, admin["token"])
    server.call("/api/collections/users/records",
                {"email": MAIL, "password": PASSWORD, "passwordConfirm": PASSWORD}, admin["token"])
    server.stop()


def fill(folder, world):
    base = sqlite3.connect(f"{folder}/data.db", isolation_level=None)
    base.execute("begin")
    base.executemany(
        "insert into check_ins (id, cohort, person, week, attempted, outcome, line) values (?, ?, ?, ?, ?, ?,"
        " 'Done by 10:40. She found a faster order.')",
        ((f"{number:015d}", f"c{cohort}", f"l{cohort}.{person}", week, outcome is not None, outcome or "")
         for number, (cohort, person, week, _, outcome) in enumerate(world.check_ins())))
    base.execute("commit")
    base.execute("analyze")
    base.close()


def sign_in(server):
    answer = server.call("/api/collections/users/auth-with-password", {"identity": MAIL, "password": PASSWORD})
    return answer["token"]


def pages(world, token):
    """A line `token path` for each cohort's twelve rows."""
    return [f"{token} /api/collections/kpi/records?perPage=12&filter=(cohort='c{number}')".replace("'", "%27")
            for number in world.numbers]
