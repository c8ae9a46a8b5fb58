import os, httpx
from urllib.parse import urljoin

def models(token: str):
    return httpx.get(urljoin(os.environ["AEM_HOST"], "/adobe/sites/cf/models"), headers={"Authorization": f"Bearer {token}"}).json()
