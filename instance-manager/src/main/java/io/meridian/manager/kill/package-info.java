/** The kill switch: stops orders of many instances at once, without the bus where it must, until a named person releases them. */
package io.meridian.manager.kill;
