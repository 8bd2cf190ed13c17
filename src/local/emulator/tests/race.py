"""Looks for a user while another one is added, in a process of its own: prints what the look found."""

import json
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import launcher


class SlowUsers(dict):
    looked_through = threading.Event()

    def values(self):
        for user in super().values():
            self.looked_through.set()
            time.sleep(0.5)
            yield user


def main():
    launcher.configure("0")
    launcher.apply_patches(launcher.left_out())
    from ministack.services import cognito

    def call(operation, **request):
        _status, _headers, body = cognito._run_idp_handler(operation, "", request)
        return json.loads(body)

    def look():
        try:
            print(call(cognito._admin_get_user, UserPoolId=pool, Username="unknown")["__type"])
        except RuntimeError as error:
            print(error)

    pool = call(cognito._create_user_pool, PoolName="race")["UserPool"]["Id"]
    cognito._user_pools[pool]["_users"] = SlowUsers()
    call(cognito._admin_create_user, UserPoolId=pool, Username="first")
    looking = threading.Thread(target=look)
    looking.start()
    SlowUsers.looked_through.wait(10)
    call(cognito._admin_create_user, UserPoolId=pool, Username="second")
    looking.join()


if __name__ == "__main__":
    main()
