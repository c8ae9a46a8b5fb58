/** @type {import('next').NextConfig} */
module.exports = {
  reactStrictMode: true,
  env: {
    IMS_CLIENT_ID: process.env.IMS_CLIENT_ID,
    IMS_CLIENT_SECRET: process.env.IMS_CLIENT_SECRET,
  },
}
