using System.Globalization;
using Marketplace.BlazorAdmin.Shared;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Catalog;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Marketplace.BlazorAdmin.Catalog;

/// <summary>A file is checked first and imported then; the work goes on at the server while this page looks at it.</summary>
public sealed partial class ImportExport
{
    private const long MaxSize = 50 * 1024 * 1024;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(700);

    private string _format = "marketplace";
    private IBrowserFile? _file;
    private byte[]? _content;
    private string? _fileError;
    private ImportJob? _job;
    private bool _exporting;

    [Inject] private VendorProductsClient Client { get; set; } = null!;
    [Inject] private PortalSession Session { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;

    private void Chosen(InputFileChangeEventArgs chosen)
    {
        _content = null;
        _file = chosen.File.Size <= MaxSize ? chosen.File : null;
        _fileError = _file is null ? $"{chosen.File.Name} is larger than 50 MB. Split it and import the parts one after the other." : null;
    }

    private async Task StartAsync(bool isDryRun)
    {
        if (_file is not { } file)
        {
            return;
        }

        if (await TryAsync(async ct =>
            {
                // Kept for the import that follows the check: the browser hands a file over once.
                _content ??= await ReadAsync(file, ct);
                using var stream = new MemoryStream(_content, writable: false);
                _job = await Client.ImportAsync(stream, file.Name, _format, isDryRun, ct);
            }))
        {
            await FollowAsync();
        }
    }

    private static async Task<byte[]> ReadAsync(IBrowserFile file, CancellationToken ct)
    {
        await using var content = file.OpenReadStream(MaxSize, ct);
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer, ct);
        return buffer.ToArray();
    }

    private async Task FollowAsync()
    {
        while (_job is { State: "RUNNING" } && Refusal is null)
        {
            StateHasChanged();
            await LoadAsync(async ct =>
            {
                await Task.Delay(Look, Clock, ct);
                _job = await Client.ImportStatusAsync(_job.Id, ct);
            });
            if (Gone.IsCancellationRequested)
            {
                return;
            }
        }

        if (_job is { State: "DONE", IsDryRun: false })
        {
            Toasts.Say($"Imported: {Words.Count(_job.Created, "product")} new, {_job.Updated} updated.");
        }
    }

    private void Again()
    {
        (_job, _file, _content, Refusal) = (null, null, null, null);
    }

    private async Task ExportAsync()
    {
        _exporting = true;
        Refusal = await AttemptAsync(async ct =>
        {
            await using var stream = await Client.ExportAsync(ct);
            var day = Words.DateOf(Now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            await Browser.DownloadAsync($"{Session.Shop?.Slug ?? "products"}-{day}.csv", stream);
        });
        _exporting = false;
    }
}
