import os
import httpx

def token() -> str:
    answer = httpx.post("https://ims-na1.adobelogin.com/ims/token/v3", data={
        "grant_type": "client_credentials",
        "client_id": os.environ["IMS_CLIENT_ID"],
        "client_secret": os.environ["IMS_CLIENT_SECRET"],
        "scope": os.environ["IMS_SCOPES"],
    })
    return answer.json()["access_token"]
