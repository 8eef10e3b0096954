from django import forms


class RichTextFormField(forms.CharField):
    pass
