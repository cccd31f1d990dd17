using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Marketplace.WebApi.Notifications;

/// <summary>Browsers have nothing to say here but the handshake and pings. A connection that says much more is cut off.</summary>
internal static class LiveFloodGuard
{
    public const int MaxPerSecond = 20;

    private const byte EndOfMessage = 0x1e;

    public static IConnectionBuilder UseFloodGuard(this IConnectionBuilder connections, TimeProvider clock) => connections.Use(next => async connection =>
    {
        var (transport, budget) = (connection.Transport, new Budget(clock));
        connection.Transport = new Guarded(new CountingReader(transport.Input, messages =>
        {
            if (!budget.Take(messages))
            {
                connection.Abort();
            }
        }), transport.Output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    });

    private sealed record Guarded(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Budget(TimeProvider clock)
    {
        private long _since = clock.GetTimestamp();
        private int _taken;

        public bool Take(int messages)
        {
            if (clock.GetElapsedTime(_since) >= TimeSpan.FromSeconds(1))
            {
                (_since, _taken) = (clock.GetTimestamp(), 0);
            }

            return (_taken += messages) <= MaxPerSecond;
        }
    }

    /// <summary>Counts the messages in what is read from it, when it is taken.</summary>
    private sealed class CountingReader(PipeReader inner, Action<int> taken) : PipeReader
    {
        private ReadOnlySequence<byte> _read;

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var result = await inner.ReadAsync(cancellationToken);
            _read = result.Buffer;
            return result;
        }

        public override bool TryRead(out ReadResult result)
        {
            var isRead = inner.TryRead(out result);
            _read = isRead ? result.Buffer : default;
            return isRead;
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            var messages = 0;
            foreach (var part in _read.Slice(_read.Start, consumed))
            {
                messages += part.Span.Count(EndOfMessage);
            }

            _read = default;
            inner.AdvanceTo(consumed, examined);
            if (messages > 0)
            {
                taken(messages);
            }
        }

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }
}
