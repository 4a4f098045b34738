/** The arithmetic of books: lots and what a sale takes of them, days and calendars. It knows no orders. */
package io.meridian.kernel.book;
