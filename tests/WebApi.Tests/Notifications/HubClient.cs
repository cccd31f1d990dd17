using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.TestHost;

namespace Marketplace.WebApi.Tests.Notifications;

/// <summary>As much of SignalR's JSON protocol as a listener needs.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const char EndOfMessage = '\u001e';

    private readonly WebSocket _socket;
    private readonly Queue<string> _received = new();
    private readonly StringBuilder _rest = new();

    private HubClient(WebSocket socket) => _socket = socket;

    public static async Task<HubClient> ConnectAsync(TestServer server, string hub, string ticket, string? origin = null)
    {
        var sockets = server.CreateWebSocketClient();
        if (origin is not null)
        {
            sockets.ConfigureRequest = request => request.Headers.Origin = origin;
        }

        return await OverAsync(await sockets.ConnectAsync(new Uri(server.BaseAddress, $"/ws/{hub}?ticket={Uri.EscapeDataString(ticket)}"), CancellationToken.None));
    }

    /// <param name="server">A host on a socket of its own.</param>
    public static async Task<HubClient> ConnectAsync(Uri server, string hub, string? ticket)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = $"/ws/{hub}", Query = ticket is null ? "" : $"ticket={Uri.EscapeDataString(ticket)}" }.Uri, CancellationToken.None);
        return await OverAsync(socket);
    }

    private static async Task<HubClient> OverAsync(WebSocket socket)
    {
        var client = new HubClient(socket);
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}" + EndOfMessage), WebSocketMessageType.Text, true, CancellationToken.None);
        return client;
    }

    /// <returns>Topic, kind and facts of the next <c>changed</c>; null when the server ended the connection.</returns>
    public async Task<(string Topic, string Kind, Dictionary<string, string> Facts)?> ChangedAsync()
    {
        while (await NextAsync() is { } text)
        {
            using var message = JsonDocument.Parse(text);
            if (message.RootElement.TryGetProperty("target", out var target) && target.GetString() == "changed")
            {
                var arguments = message.RootElement.GetProperty("arguments");
                return (arguments[0].GetString()!, arguments[1].GetString()!, arguments[2].Deserialize<Dictionary<string, string>>()!);
            }
        }

        return null;
    }

    /// <summary>Calls a method.</summary>
    /// <returns>What the server said instead of doing it; null when it did it, or hung up.</returns>
    public async Task<string?> RefusalAsync(string method, params object[] arguments)
    {
        var call = Guid.CreateVersion7().ToString();
        await SayAsync(JsonSerializer.Serialize(new { type = 1, target = method, arguments, invocationId = call }));
        while (await NextAsync() is { } text)
        {
            using var message = JsonDocument.Parse(text);
            if (message.RootElement.TryGetProperty("invocationId", out var id) && id.GetString() == call)
            {
                return message.RootElement.TryGetProperty("error", out var error) ? error.GetString() : null;
            }
        }

        return null;
    }

    /// <summary>Sends a message, whatever it says. Nothing happens when the server has hung up.</summary>
    public async Task SayAsync(string json)
    {
        if (_socket.State == WebSocketState.Open)
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(json + EndOfMessage), WebSocketMessageType.Text, true, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket.State == WebSocketState.Open)
        {
            await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }

        _socket.Dispose();
    }

    private async Task<string?> NextAsync()
    {
        var buffer = new byte[8192];
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (_received.Count == 0)
        {
            var read = await _socket.ReceiveAsync(buffer, timeout.Token);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            _rest.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
            var parts = _rest.ToString().Split(EndOfMessage);
            foreach (var message in parts[..^1].Where(m => !m.Contains("\"type\":7", StringComparison.Ordinal)))
            {
                _received.Enqueue(message);
            }

            _rest.Clear().Append(parts[^1]);
        }

        return _received.Dequeue();
    }
}
