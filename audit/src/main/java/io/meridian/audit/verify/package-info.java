/** Checks a log, or a copy of one, against its chain and its checkpoints: offline, with the files and the public key alone. It changes nothing. */
package io.meridian.audit.verify;
