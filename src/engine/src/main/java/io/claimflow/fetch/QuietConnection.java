package io.claimflow.fetch;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLSocket;

import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * A connection that writes nothing of what it carries to the log, however much is logged,
 * and that takes no socket once its call has ended.
 */
final class QuietConnection extends DefaultManagedHttpClientConnection {

	private static final AtomicLong CREATED = new AtomicLong();

	QuietConnection(Http1Config config) {
		super("claimflow-" + CREATED.incrementAndGet(), null, null, config, null, null, null, null);
	}

	@Override
	public void bind(Socket socket) throws IOException {
		bind(new SocketHolder(socket));
	}

	@Override
	public void bind(SSLSocket tlsSocket, Socket socket) throws IOException {
		bind(new SocketHolder(tlsSocket, socket));
	}

	@Override
	protected void onRequestSubmitted(ClassicHttpRequest request) {
	}

	@Override
	protected void onResponseReceived(ClassicHttpResponse response) {
	}

}
