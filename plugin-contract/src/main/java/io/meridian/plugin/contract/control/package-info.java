/** How acts of control are told on the bus: what somebody did to the platform, so that it is on record. What is done, and by whom it may be, is not here. */
package io.meridian.plugin.contract.control;
