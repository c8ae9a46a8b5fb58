package com.contoso;
class Ims { static final String TOKEN = "https://ims-na1.adobelogin.com/ims/token/v3"; String secret(Config c) { return c.client_secret(); } }
