#!/bin/sh
# Creates the file of keys with a first key. A file that exists stays as it is.
set -euC
umask 027
key=$(node -p "require('node:crypto').randomBytes(32).toString('base64url')")
echo "$(date +%Y-%m):$key" > /etc/commerce-admin/keys
chgrp commerce-admin /etc/commerce-admin/keys
