package io.claimflow.demo.web;

import java.util.Map;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;

/**
 * Draws a text as a QR code.
 */
final class QrCode {

	/** Scanners want a border of four modules (ISO/IEC 18004). */
	private static final int BORDER = 4;

	private QrCode() {
	}

	static String svg(String text) {
		BitMatrix modules = modules(text);
		StringBuilder path = new StringBuilder();
		for (int y = 0; y < modules.getHeight(); y++) {
			for (int x = 0; x < modules.getWidth(); x++) {
				if (modules.get(x, y)) {
					path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
				}
			}
		}
		return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %1$d\" shape-rendering=\"crispEdges\"><rect width=\"%1$d\" height=\"%1$d\" fill=\"#fff\"/><path d=\"%2$s\"/></svg>"
			.formatted(modules.getWidth(), path);
	}

	private static BitMatrix modules(String text) {
		try {
			return new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, Map.of(EncodeHintType.MARGIN, BORDER));
		}
		catch (WriterException ex) {
			throw new IllegalArgumentException("The text is too long for a QR code", ex);
		}
	}

}
