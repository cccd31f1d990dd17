using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.WebApi.Shared;

/// <summary>The node stops, and a body has not arrived. Whoever waits for it has not begun.</summary>
internal sealed class BodyCutShortException() : Exception("The node stops, and the body has not arrived.");

/// <summary>
/// When a node stops, Kestrel cancels the reading of JSON that is still on its way. This says so in an exception of its own, and leaves the
/// reader in order: Kestrel takes in the rest, and who is still sending gets the answer instead of a broken connection.
/// </summary>
internal sealed class BodyReading(IRequestBodyPipeFeature body) : PipeReader, IRequestBodyPipeFeature
{
    public PipeReader Reader => this;

    public static Task WatchAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.HasJsonContentType() && http.Features.Get<IRequestBodyPipeFeature>() is { } body)
        {
            http.Features.Set<IRequestBodyPipeFeature>(new BodyReading(body));
        }

        return next(http);
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var reading = body.Reader.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Whole(reading.Result)) : ReadLaterAsync(reading);
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!body.Reader.TryRead(out result))
        {
            return false;
        }

        result = Whole(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => body.Reader.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => body.Reader.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => body.Reader.CancelPendingRead();

    public override void Complete(Exception? exception = null) => body.Reader.Complete(exception);

    private async ValueTask<ReadResult> ReadLaterAsync(ValueTask<ReadResult> reading) => Whole(await reading);

    private ReadResult Whole(ReadResult read)
    {
        if (read.IsCanceled)
        {
            body.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            throw new BodyCutShortException();
        }

        return read;
    }
}
