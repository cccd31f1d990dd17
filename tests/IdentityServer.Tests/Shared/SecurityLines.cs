using System.Collections.Concurrent;
using Marketplace.BlazorShared.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.IdentityServer.Tests.Shared;

/// <summary>Keeps what the security log says.</summary>
public sealed class SecurityLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The events about this person, application or grant, in the order in which they happened.</summary>
    public IReadOnlyList<string> Of(object about) => [.. _lines.Where(line => line.Contains($"{about}", StringComparison.Ordinal)).Select(line => line.Split(':')[0])];

    public ILogger CreateLogger(string categoryName) => categoryName == SecurityLog.Category ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(formatter(state, exception));

    public void Dispose()
    {
    }
}
