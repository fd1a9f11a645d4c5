/** What of a capture is written into another one, as findings say. */
package org.mptcpscope.rules.export;
