using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Marketplace.AppHost.Terminals;

/// <summary>What a person sees while the marketplace starts and runs: colours at a terminal, plain lines anywhere else.</summary>
internal sealed class Terminal(IAnsiConsole console)
{
    private const int MaxRemembered = 1000;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Stopwatch> _said = [];

    public static Terminal Standard() => new(AnsiConsole.Console);

    public bool IsInteractive => console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi;

    public async Task<T> StepAsync<T>(string doing, Func<Task<(T Result, string Done)>> work)
    {
        var clock = Stopwatch.StartNew();
        var (result, done) = IsInteractive ? await console.Status().StartAsync(Markup.Escape(doing) + " …", _ => work()) : await work();
        Line($"[green]✓[/] {Markup.Escape(done)} [grey]({Seconds(clock)})[/]");
        return result;
    }

    public Task StepAsync(string doing, string done, Func<Task> work) => StepAsync(doing, async () =>
    {
        await work();
        return (true, done);
    });

    /// <summary>Shows how far a long step is; <paramref name="work"/> reports percent and a few words.</summary>
    public async Task ProgressAsync(string done, Func<Action<double, string>, Task> work)
    {
        var clock = Stopwatch.StartNew();
        if (IsInteractive)
        {
            await console.Progress()
                .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
                .AutoClear(true)
                .StartAsync(async progress =>
                {
                    var task = progress.AddTask(Markup.Escape(done));
                    await work((percent, text) =>
                    {
                        task.Description = Markup.Escape(text);
                        task.Value = percent;
                    });
                });
        }
        else
        {
            var shown = -100d;
            await work((percent, text) =>
            {
                if (percent - shown >= 10)
                {
                    shown = percent;
                    Line(string.Create(CultureInfo.InvariantCulture, $"  {percent,3:0} % {Markup.Escape(text)}"));
                }
            });
        }

        Line($"[green]✓[/] {Markup.Escape(done)} [grey]({Seconds(clock)})[/]");
    }

    public void Warn(string source, string message) => LineOnceInAWhile($"[yellow]![/] [grey]{Markup.Escape(source)}[/] {Markup.Escape(message)}");

    public void Fail(string source, string message) => LineOnceInAWhile($"[red]✗[/] [grey]{Markup.Escape(source)}[/] {Markup.Escape(message)}");

    public void Say(string message) => Line(Markup.Escape(message));

    public void Show(Table table)
    {
        lock (_gate)
        {
            console.Write(table);
        }
    }

    /// <summary>What is tried again and again would bury everything else; the log files have each time.</summary>
    private void LineOnceInAWhile(string markup)
    {
        lock (_gate)
        {
            if (_said.TryGetValue(markup, out var last) && last.Elapsed < Quiet)
            {
                return;
            }

            if (_said.Count > MaxRemembered)
            {
                _said.Clear();
            }

            _said[markup] = Stopwatch.StartNew();
        }

        Line(markup);
    }

    private void Line(string markup)
    {
        lock (_gate)
        {
            if (IsInteractive)
            {
                console.MarkupLine(markup);
            }
            else
            {
                // Unwrapped, so that a log keeps one line a message.
                console.Profile.Out.Writer.WriteLine(Markup.Remove(markup));
                console.Profile.Out.Writer.Flush();
            }
        }
    }

    private static string Seconds(Stopwatch clock) => string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0.0} s");
}
