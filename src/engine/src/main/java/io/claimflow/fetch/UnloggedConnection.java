package io.claimflow.fetch;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that writes nothing of what it carries to the log, however much is logged,
 * that takes no socket once its call has ended, and that is known to be closed without
 * waiting. It serves no other call once a server has sent more than its answer: the rest
 * would be the answer to somebody else.
 */
final class UnloggedConnection extends DefaultManagedHttpClientConnection {

	private static final AtomicLong CREATED = new AtomicLong();

	private final Input input;

	private volatile @Nullable SocketChannel channel;

	private volatile boolean surplus;

	UnloggedConnection(Http1Config config) {
		this(config, new Input());
	}

	private UnloggedConnection(Http1Config config, Input input) {
		super("claimflow-" + CREATED.incrementAndGet(), null, null, config, null, null, null, input);
		this.input = input;
	}

	@Override
	public void bind(Socket socket) throws IOException {
		this.channel = socket.getChannel();
		bind(new SocketHolder(socket));
	}

	/**
	 * Goes on over TLS. What came before that in plain text, behind the answer of a
	 * proxy, would pass for the answer of the server.
	 */
	@Override
	public void bind(SSLSocket tlsSocket, Socket socket) throws IOException {
		if (this.input.buffered() > 0) {
			throw new SSLException("There is text before the connection is secure");
		}
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
		if (idle == null || !isOpen() || hasSurplus()) {
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

	/** Is asked when a call gives the connection back. */
	@Override
	public boolean isConsistent() {
		return super.isConsistent() && !hasSurplus();
	}

	/**
	 * Whether the server has sent more than the answers that it was asked for. Once that
	 * is known, it stays so.
	 */
	boolean hasSurplus() {
		SocketHolder holder = getSocketHolder();
		if (!this.surplus && holder != null) {
			try {
				this.surplus = this.input.buffered() > 0 || holder.getInputStream().available() > 0;
			}
			catch (IOException ex) {
				// It is closed, and serves nobody any more.
			}
		}
		return this.surplus;
	}

	/**
	 * Whether that was so when somebody looked: the connection may serve another call.
	 */
	boolean isSurplusKnown() {
		return this.surplus;
	}

	@Override
	protected void onRequestSubmitted(ClassicHttpRequest request) {
	}

	@Override
	protected void onResponseReceived(ClassicHttpResponse response) {
	}

	/** Reads answers, and knows what has been read of the socket behind them. */
	private static final class Input implements HttpMessageParserFactory<ClassicHttpResponse> {

		private volatile @Nullable SessionInputBuffer buffer;

		int buffered() {
			SessionInputBuffer known = this.buffer;
			return (known != null) ? known.length() : 0;
		}

		@Override
		public HttpMessageParser<ClassicHttpResponse> create(Http1Config config) {
			return parser(DefaultHttpResponseParserFactory.INSTANCE.create(config));
		}

		private HttpMessageParser<ClassicHttpResponse> parser(HttpMessageParser<ClassicHttpResponse> parser) {
			return (input, stream) -> {
				this.buffer = input;
				return parser.parse(input, stream);
			};
		}

	}

}
