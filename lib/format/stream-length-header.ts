/**
 * Bytes of a body that a route handler streams. Next drops `Content-Length` there, which a browser needs to show how far
 * a download is: the server in front of it sends this one under that name.
 */
export const streamLengthHeader = "x-sqmpy-length";
