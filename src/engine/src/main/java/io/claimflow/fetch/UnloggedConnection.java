package io.claimflow.fetch;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLSocket;

import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/**
 * A connection that writes nothing of what it carries to the log, however much is logged,
 * that takes no socket once its call has ended, and that is known to be closed without
 * waiting.
 */
final class UnloggedConnection extends DefaultManagedHttpClientConnection {

	private static final AtomicLong CREATED = new AtomicLong();

	private volatile @Nullable SocketChannel channel;

	UnloggedConnection(Http1Config config) {
		super("claimflow-" + CREATED.incrementAndGet(), null, null, config, null, null, null, null);
	}

	@Override
	public void bind(Socket socket) throws IOException {
		this.channel = socket.getChannel();
		bind(new SocketHolder(socket));
	}

	@Override
	public void bind(SSLSocket tlsSocket, Socket socket) throws IOException {
		this.channel = socket.getChannel();
		bind(new SocketHolder(tlsSocket, socket));
	}

	/**
	 * Whether the server has closed the connection, or sent what nobody asked for, while
	 * it was in the pool. The client's own check waits a millisecond for the server to do
	 * so, in every call.
	 */
	@Override
	public boolean isStale() throws IOException {
		SocketChannel idle = this.channel;
		if (idle == null || !isOpen()) {
			return true;
		}
		try {
			idle.configureBlocking(false);
			int read = idle.read(ByteBuffer.allocate(1));
			idle.configureBlocking(true);
			return read != 0;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Override
	protected void onRequestSubmitted(ClassicHttpRequest request) {
	}

	@Override
	protected void onResponseReceived(ClassicHttpResponse response) {
	}

}
