/**
 * The book of record. {@link io.meridian.plugins.bor.Holding} is one position, made of its fills alone; {@link io.meridian.plugins.bor.Portfolio} is what one portfolio has;
 * {@link io.meridian.plugins.bor.BookOfRecord} hears and says. Nothing here orders anything.
 */
package io.meridian.plugins.bor;
