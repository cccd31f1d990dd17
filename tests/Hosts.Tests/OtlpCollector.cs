using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Marketplace.Hosts.Tests;

/// <param name="Tags">As they were sent, and only to be searched.</param>
internal sealed record Span(string Service, string Trace, string Id, string Parent, string Name, string Tags);

/// <summary>Takes what hosts export, as a collector does: OTLP over gRPC, of which only spans are understood and the names of meters.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpCollector(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public ConcurrentBag<Span> Spans { get; } = [];

    /// <summary>Of services.</summary>
    public ConcurrentDictionary<(string Service, string Meter), bool> Meters { get; } = [];

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http2));
        var collector = new OtlpCollector(builder.Build());
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var message = body.ToArray().AsMemory(5); // after whether it is compressed, and its length
        foreach (var resource in Fields(message, 1))
        {
            var service = Fields(resource, 1).SelectMany(r => Fields(r, 1)).Where(a => Text(a, 1) == "service.name").Select(a => Text(Fields(a, 2).Single(), 1)).Single();
            foreach (var scope in Fields(resource, 2))
            {
                if (http.Request.Path.Value!.Contains("Trace", StringComparison.Ordinal))
                {
                    foreach (var span in Fields(scope, 2))
                    {
                        Spans.Add(new(service, Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5), string.Join('\n', Fields(span, 9).Select(tag => Encoding.UTF8.GetString(tag.Span)))));
                    }
                }
                else
                {
                    Meters[(service, Text(Fields(scope, 1).Single(), 1))] = true;
                }
            }
        }

        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(new byte[5]);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private static string Hex(ReadOnlyMemory<byte> message, int number) => Convert.ToHexStringLower(Fields(message, number).SingleOrDefault().Span);

    private static string Text(ReadOnlyMemory<byte> message, int number) => Encoding.UTF8.GetString(Fields(message, number).SingleOrDefault().Span);

    /// <summary>The fields of a protobuf message that have this number and a length.</summary>
    private static List<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        var (at, found) = (0, new List<ReadOnlyMemory<byte>>());
        while (at < message.Length)
        {
            var tag = Varint(message.Span, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message.Span, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    var length = (int)Varint(message.Span, ref at);
                    if ((int)(tag >> 3) == number)
                    {
                        found.Add(message.Slice(at, length));
                    }

                    at += length;
                    break;
            }
        }

        return found;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
