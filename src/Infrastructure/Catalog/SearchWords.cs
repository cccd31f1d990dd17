using System.Text;

namespace Marketplace.Infrastructure.Catalog;

/// <summary>Turns what a person typed into a full-text query: all words must be there, and the last may be unfinished.</summary>
internal static class SearchWords
{
    private const int MaxWords = 8;

    /// <returns>Null when there is no word in the text.</returns>
    public static string? ToQuery(string? typed)
    {
        if (typed is null)
        {
            return null;
        }

        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in typed.Replace('\uFFFE', ' ').Normalize(NormalizationForm.FormKC).EnumerateRunes()) // what is no character cannot be normalized
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark)
            {
                word.Append(rune);
            }
            else
            {
                Take();
            }
        }

        Take();
        return words.Count == 0 ? null : string.Join(" & ", words.Select(w => $"'{w}'")) + ":*";

        void Take()
        {
            if (word.Length > 0 && words.Count < MaxWords)
            {
                words.Add(word.ToString());
            }

            word.Clear();
        }
    }
}
