/**
 * The gRPC attach point: on a Unix socket for plugins in any language, and on the loopback for those that cannot open one.
 *
 * <p>Thin: a call is handed to the guard loop, which does it and answers. All state of sessions and calls belongs to that loop; the
 * threads of gRPC only carry. Nothing is buffered without bound: a stream that has no room is not fed.
 */
package io.meridian.sidecar.grpc;
