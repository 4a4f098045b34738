/**
 * Who may do what on which topics: grants, the ceilings of pool types, and the compiled table that answers on every
 * message.
 *
 * <p>Depends on topics only. Asking for, approving and storing grants happens elsewhere; what arrives here is
 * in force. Nothing here reads a clock: the time is an argument.
 */
package io.meridian.bus.grant;
