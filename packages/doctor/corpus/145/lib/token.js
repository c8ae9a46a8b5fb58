export const withToken = (fn) => async (req, res) => fn(req, res, req.cookies.t)
