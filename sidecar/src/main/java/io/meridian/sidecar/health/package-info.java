/**
 * What operators and their tools ask a sidecar over HTTP on the loopback: whether it lives, started and is ready, with reasons; its
 * metrics; what the proposed grants would deny. Read only: nothing here changes anything.
 */
package io.meridian.sidecar.health;
