using System.Globalization;
using Marketplace.Infrastructure.Audit;

namespace Marketplace.WebApi.Audit;

/// <summary>
/// <c>audit [--patience SECONDS]</c>: checks every invariant and prints what breaks them. Ends with 0 when nothing does, with 1 otherwise. Changes nothing.
/// </summary>
internal static class AuditCommand
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromMinutes(15);

    public static async Task<int> RunAsync(InvariantAudit audit, string[] args, TextWriter output, CancellationToken ct)
    {
        if (PatienceIn(args) is not { } patience)
        {
            await output.WriteLineAsync("Usage: audit [--patience SECONDS]");
            return 2;
        }

        var report = await audit.RunAsync(patience, ct);
        foreach (var invariant in report.Invariants)
        {
            var broken = report.Violations.Where(v => v.Invariant == invariant.Id).ToList();
            await output.WriteLineAsync($"{(broken.Count == 0 ? "ok  " : "FAIL")} {invariant.Id,-5} {invariant.Title}");
            foreach (var violation in broken)
            {
                await output.WriteLineAsync($"       {violation.Check}: {violation.Subject}: {violation.Detail}");
            }
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{report.Invariants.Count} invariants, {report.Violations.Count} violations, {report.Took.TotalSeconds:0.0} s"));
        await output.WriteLineAsync($"The audit log ends with entry {report.LogEnd}");
        return report.IsClean ? 0 : 1;
    }

    private static TimeSpan? PatienceIn(string[] args) => args switch
    {
        [] => UsualPatience,
        ["--patience", var text] when double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e6 => TimeSpan.FromSeconds(seconds),
        _ => null,
    };
}
