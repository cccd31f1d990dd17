using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Catalog;

/// <summary>Price, stock and options of a product.</summary>
public sealed partial class VariantEditor
{
    [Parameter, EditorRequired] public ProductForm Form { get; set; } = null!;
    [Parameter, EditorRequired] public Func<string, string?> ErrorOf { get; set; } = _ => null;
    [Parameter, EditorRequired] public string Currency { get; set; } = "";
    /// <summary>Who edits can see how the stock moved.</summary>
    [Parameter] public bool HasHistory { get; set; } = true;

    [Parameter] public EventCallback Changed { get; set; }

    private VariantMatrix Matrix => Form.Matrix;

    private string Sign => MoneyWords.Symbol(Currency).Trim();

    private string Sentence => Matrix.Options.Count == 0
        ? "One price and one stock. Add an option when it comes in several kinds."
        : $"{Words.Count(Matrix.Combinations, "variant")} by {Words.List([.. Matrix.Options.Where(o => o.Values.Count > 0).Select(o => o.Name.ToLowerInvariant())])}."
            + (Matrix.LeftOut > 0 ? $" {Words.Count(Matrix.LeftOut, "is", "are")} left out." : "");

    private static string Id(int row, string cell) => FieldIds.Of($"variants[{row}].{cell}");

    /// <summary>An empty cell is only wrong once saving was tried.</summary>
    private static string? Typed(string text, string? error) => text.Length == 0 ? null : error;

    private Task Add()
    {
        Matrix.Options.Add(new());
        return Changed.InvokeAsync();
    }

    private Task Remove(OptionDraft option)
    {
        Matrix.Options.Remove(option);
        return FollowAsync();
    }

    private Task Rename(OptionDraft option, ChangeEventArgs typed)
    {
        var before = option.Name;
        option.Name = (string?)typed.Value ?? "";
        foreach (var row in Matrix.Rows.Where(r => before.Length > 0 && option.Name.Length > 0 && r.Options.ContainsKey(before)))
        {
            row.Options = row.Options.ToDictionary(o => o.Key == before ? option.Name : o.Key, o => o.Value);
        }

        return FollowAsync();
    }

    private Task SetValues(OptionDraft option, ChangeEventArgs typed)
    {
        option.Text = (string?)typed.Value ?? "";
        return FollowAsync();
    }

    private Task FollowAsync()
    {
        Matrix.Regenerate(Form.Name);
        return Changed.InvokeAsync();
    }

    private Task CopyDown()
    {
        Matrix.CopyFirstDown();
        return Changed.InvokeAsync();
    }

    private Task BringBack()
    {
        Matrix.BringBack(Form.Name);
        return Changed.InvokeAsync();
    }

    private Task LeaveOut(VariantRow row)
    {
        Matrix.LeaveOut(row);
        return Changed.InvokeAsync();
    }
}
