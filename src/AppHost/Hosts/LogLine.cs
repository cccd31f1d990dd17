using System.Text.Json;

namespace Marketplace.AppHost.Hosts;

/// <summary>One line that a host printed: JSON when its logger wrote it, anything when the runtime did.</summary>
internal readonly record struct LogLine(LogLevel Level, string Text)
{
    public static LogLine Parse(string line)
    {
        if (line.StartsWith('{'))
        {
            try
            {
                using var entry = JsonDocument.Parse(line);
                return new LogLine(LevelOf(entry.RootElement), TextOf(entry.RootElement));
            }
            catch (JsonException)
            {
                return new LogLine(LogLevel.Information, line);
            }
        }

        return new LogLine(
            line.StartsWith("Unhandled exception", StringComparison.Ordinal) ? LogLevel.Critical : LogLevel.Information, line);
    }

    private static LogLevel LevelOf(JsonElement entry) =>
        entry.TryGetProperty("LogLevel", out var level) && Enum.TryParse<LogLevel>(level.GetString(), out var parsed)
            ? parsed
            : LogLevel.Information;

    private static string TextOf(JsonElement entry)
    {
        var message = Property(entry, "Message") ?? "";
        return Property(entry, "Exception") is { Length: > 0 } exception && FirstLine(exception) is var first && !message.Contains(first, StringComparison.Ordinal)
            ? $"{FirstLine(message)} ({first})"
            : FirstLine(message);
    }

    private static string? Property(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string FirstLine(string text) => text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? text[..end] : text;
}

/// <summary>The levels of Microsoft.Extensions.Logging, by the names that its JSON has.</summary>
internal enum LogLevel
{
    Trace,
    Debug,
    Information,
    Warning,
    Error,
    Critical,
}
