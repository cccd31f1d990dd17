namespace Marketplace.BlazorAdmin.Shared;

/// <summary>Reports what the person just did, with a way back where that is cheap. Never an error.</summary>
public sealed class Toasts
{
    public event Action? Changed;

    public Toast? Current { get; private set; }

    public void Say(string text, Func<Task>? undo = null)
    {
        Current = new(text, undo);
        Changed?.Invoke();
    }

    public void Close(Toast toast)
    {
        if (ReferenceEquals(Current, toast))
        {
            Current = null;
            Changed?.Invoke();
        }
    }
}

public sealed record Toast(string Text, Func<Task>? Undo);
